/** Conditions and updates as DynamoDB reads them; each text is read once. */
export type Item = Record<string, unknown>;

interface Words {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

type Condition = (item: Item, words: Words) => boolean;
type Value = (item: Item, words: Words) => unknown;
type Change = (item: Item, words: Words) => Item;

const tokens = (text: string): string[] => text.match(/[#:]?\w+(?:\.[#\w]+)*|<>|<=|>=|[=<>(),+-]/g) ?? [];

/** Reads what is left of a text, token by token. */
class Reader {
  private at = 0;
  private readonly words: readonly string[];
  constructor(text: string) {
    this.words = tokens(text);
  }
  get next(): string {
    return this.words[this.at] ?? '';
  }
  take(expected?: string): string {
    const word = this.next;
    if (expected !== undefined && word !== expected) throw new Error(`expected ${expected}, found ${word}`);
    this.at++;
    return word;
  }
  takeIf(word: string): boolean {
    if (this.next !== word) return false;
    this.at++;
    return true;
  }
}

const kept = <T>(read: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? read(text);
    known.set(text, found);
    return found;
  };
};

export const conditionOf = kept((text): Condition => {
  const reader = new Reader(text);
  const condition = either(reader);
  if (reader.next !== '') throw new Error(`${reader.next} is left over of ${text}`);
  return condition;
});

function either(reader: Reader): Condition {
  const all = [both(reader)];
  while (reader.takeIf('OR')) all.push(both(reader));
  return all.length === 1 ? all[0]! : (item, words) => all.some((each) => each(item, words));
}

function both(reader: Reader): Condition {
  const all = [one(reader)];
  while (reader.takeIf('AND')) all.push(one(reader));
  return all.length === 1 ? all[0]! : (item, words) => all.every((each) => each(item, words));
}

function one(reader: Reader): Condition {
  if (reader.takeIf('NOT')) {
    const not = one(reader);
    return (item, words) => !not(item, words);
  }
  if (reader.takeIf('(')) {
    const inside = either(reader);
    reader.take(')');
    return inside;
  }
  if (reader.next === 'attribute_exists' || reader.next === 'attribute_not_exists') {
    const exists = reader.take() === 'attribute_exists';
    reader.take('(');
    const value = operand(reader);
    reader.take(')');
    return (item, words) => (value(item, words) !== undefined) === exists;
  }
  if (reader.takeIf('begins_with')) {
    reader.take('(');
    const value = operand(reader);
    reader.take(',');
    const prefix = operand(reader);
    reader.take(')');
    return (item, words) => String(value(item, words)).startsWith(String(prefix(item, words)));
  }
  if (reader.takeIf('contains')) {
    reader.take('(');
    const all = operand(reader);
    reader.take(',');
    const each = operand(reader);
    reader.take(')');
    return (item, words) => {
      const among = all(item, words);
      return among instanceof Set && among.has(each(item, words));
    };
  }
  const left = operand(reader);
  const operator = reader.take();
  if (operator === 'BETWEEN') {
    const low = operand(reader);
    reader.take('AND');
    const high = operand(reader);
    return (item, words) =>
      compared(left(item, words), '>=', low(item, words)) && compared(left(item, words), '<=', high(item, words));
  }
  const right = operand(reader);
  return (item, words) => compared(left(item, words), operator, right(item, words));
}

/** What is not there is neither equal, nor less, nor more. */
function compared(one: unknown, operator: string, other: unknown): boolean {
  if (operator === '<>') return one !== other;
  if (one === undefined || other === undefined || typeof one !== typeof other) return false;
  const [a, b] = [one as number, other as number];
  switch (operator) {
    case '=':
      return a === b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Error(`${operator} is not known here`);
  }
}

function operand(reader: Reader): Value {
  if (reader.takeIf('if_not_exists')) {
    reader.take('(');
    const value = operand(reader);
    reader.take(',');
    const instead = operand(reader);
    reader.take(')');
    return (item, words) => value(item, words) ?? instead(item, words);
  }
  if (reader.takeIf('size')) {
    reader.take('(');
    const of = operand(reader);
    reader.take(')');
    return (item, words) => {
      const value = of(item, words);
      return value instanceof Set ? value.size : undefined;
    };
  }
  const word = reader.take();
  if (word.startsWith(':'))
    return (_, { ExpressionAttributeValues: values = {} }) => {
      if (!(word in values)) throw new Error(`${word} has no value`);
      return values[word];
    };
  return (item, words) => pathOf(word, words).reduce<unknown>((at, step) => (at as Item | undefined)?.[step], item);
}

function pathOf(word: string, { ExpressionAttributeNames: names = {} }: Words): string[] {
  return word.split('.').map((step) => {
    if (!step.startsWith('#')) return step;
    const name = names[step];
    if (name === undefined) throw new Error(`${step} has no name`);
    return name;
  });
}

/** SET a = b + c, … REMOVE d, … ADD e :f */
export const changeOf = kept((text): Change => {
  const reader = new Reader(text);
  const changes: Change[] = [];
  while (reader.next !== '') {
    const verb = reader.take();
    do {
      const path = reader.take();
      if (verb === 'SET') {
        reader.take('=');
        const value = sum(reader);
        changes.push((item, words) => put(item, pathOf(path, words), value(item, words)));
      } else if (verb === 'REMOVE') changes.push((item, words) => put(item, pathOf(path, words), undefined));
      else if (verb === 'ADD') {
        const value = operand(reader);
        changes.push((item, words) => {
          const steps = pathOf(path, words);
          const before = steps.reduce<unknown>((at, step) => (at as Item | undefined)?.[step], item);
          return put(item, steps, added(before, value(item, words)));
        });
      } else throw new Error(`${verb} is not known here`);
    } while (reader.takeIf(','));
  }
  // Each part sees the item as it was before: only what it sets is taken over.
  return (item, words) => changes.reduce((after, change) => mergedInto(after, item, change(item, words)), item);
});

function sum(reader: Reader): Value {
  const first = operand(reader);
  if (reader.next !== '+' && reader.next !== '-') return first;
  const sign = reader.take() === '+' ? 1 : -1;
  const second = operand(reader);
  return (item, words) => Number(first(item, words)) + sign * Number(second(item, words));
}

const added = (before: unknown, more: unknown): unknown =>
  more instanceof Set
    ? new Set([...((before as Set<unknown> | undefined) ?? []), ...more])
    : Number(before ?? 0) + Number(more);

function put(item: Item, [step = '', ...deeper]: readonly string[], value: unknown): Item {
  if (deeper.length > 0) {
    const inside = item[step];
    if (typeof inside !== 'object' || inside === null)
      throw new Error(`there is no ${step} to put ${deeper.join('.')} into`);
    return { ...item, [step]: put(inside as Item, deeper, value) };
  }
  if (value !== undefined) return { ...item, [step]: value };
  const { [step]: _gone, ...rest } = item;
  return rest;
}

/** Takes over into `into` what `changed` has other than `from`. */
function mergedInto(into: Item, from: Item, changed: Item): Item {
  const merged = { ...into };
  for (const key of new Set([...Object.keys(changed), ...Object.keys(from)])) {
    if (changed[key] === from[key]) continue;
    if (changed[key] === undefined) Reflect.deleteProperty(merged, key);
    else if (isMap(changed[key]) && isMap(from[key]))
      merged[key] = mergedInto(into[key] as Item, from[key], changed[key]);
    else merged[key] = changed[key];
  }
  return merged;
}

const isMap = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
