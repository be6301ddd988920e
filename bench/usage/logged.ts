/** What was written to the log meanwhile, in bytes. It goes no further. */
export async function loggedDuring(work: () => Promise<void>): Promise<number> {
  const write = process.stdout.write.bind(process.stdout);
  let bytes = 0;
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    bytes += Buffer.byteLength(chunk);
    return true;
  };
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
  return bytes;
}
