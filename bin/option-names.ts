import type { Command } from 'commander';

/** Fields whose option has a name of its own. */
const named: Readonly<Record<string, string>> = {
  displayName: '--name',
  'boxes.marketing_email': '--box',
};

/**
 * What a person typed for a field of a request: `postalAddress.street` → `--street`, `clientId` → `--client` or `<client-id>`.
 * A field that came from a file, or that has no option, keeps its own name.
 */
export function typedFor(path: string, command: Command | undefined): string {
  const words = kebab(path.split('.').at(-1) ?? path);
  const wanted = new Set([named[path], `--${words}`, `--${words.replace(/-id$/, '')}`]);
  const option = command?.options.find(({ long }) => long && wanted.has(long));
  if (!command || !option)
    return command?.registeredArguments.some((argument) => argument.name() === words) ? `<${words}>` : path;
  const fromFile = command.getOptionValue('file') !== undefined;
  return fromFile && command.getOptionValue(option.attributeName()) === undefined ? path : (option.long ?? path);
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
