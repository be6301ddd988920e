export interface LocalZone {
  put(zoneFile: string): { readonly taken: number } | { readonly wrong: string };
  remove(name: string, type: string): boolean;
  find(name: string, type: string): readonly string[];
}

export function localZone(): LocalZone;
