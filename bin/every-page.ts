export async function everyPage<T>(
  page: (token?: string) => Promise<{ items: T[]; nextPageToken?: string }>,
  from?: string,
): Promise<T[]> {
  const all: T[] = [];
  let token = from;
  do {
    const { items, nextPageToken } = await page(token);
    all.push(...items);
    token = nextPageToken;
  } while (token !== undefined);
  return all;
}
