import { createSocket } from 'node:dgram';
import { localZone } from './zone.mjs';

const types = { A: 1, CNAME: 5, MX: 15, TXT: 16 };
const noSuchDomain = 3;

/**
 * A DNS server for the local cloud, where none may be in reach: every domain has a mail server and an address, but for the ones whose first
 * label says otherwise: `no-mail.…` takes none (RFC 7505), `nowhere.…` does not exist, `address-only.…` names no mail server,
 * `silent.…` gets no answer. What stands in the zone goes before that, and `bounce.…` has nothing else.
 */
export function dnsServer(port, zone = localZone()) {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port: to, address }) => {
    const reply = replyTo(query, zone);
    if (reply) socket.send(reply, to, address);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve(socket));
  });
}

function replyTo(query, zone) {
  const { labels, end } = nameAt(query, 12);
  const type = query.readUInt16BE(end);
  const question = query.subarray(12, end + 4);
  const put = recordsIn(zone, labels.join('.'), type);
  if (put.length > 0 || labels[0] === 'bounce') return message(query, question, put);
  switch (labels[0]) {
    case 'silent':
      return undefined;
    case 'nowhere':
      return message(query, question, [], noSuchDomain);
    case 'no-mail':
      return message(query, question, type === types.MX ? [Buffer.from([0, 0, 0])] : []);
    case 'address-only':
      return message(query, question, type === types.A ? [Buffer.from([192, 0, 2, 1])] : []);
    default:
      // An address that leads nowhere (RFC 5737); preference 10, `mx` below the name that was asked for (a pointer to it).
      if (type === types.A) return message(query, question, [Buffer.from([192, 0, 2, 1])]);
      return message(query, question, type === types.MX ? [Buffer.from([0, 10, 2, 109, 120, 0xc0, 12])] : []);
  }
}

function recordsIn(zone, name, type) {
  switch (type) {
    case types.CNAME:
      return zone.find(name, 'CNAME').map(nameAsBytes);
    case types.MX:
      return zone.find(name, 'MX').map((value) => {
        const [preference, host] = value.split(' ');
        return Buffer.concat([Buffer.from([preference >> 8, preference & 255]), nameAsBytes(host)]);
      });
    case types.TXT:
      return zone.find(name, 'TXT').map(stringsAsBytes);
    default:
      return [];
  }
}

const nameAsBytes = (name) => Buffer.concat([...name.split('.').map(lengthAndBytes), Buffer.from([0])]);
const lengthAndBytes = (text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
const stringsAsBytes = (text) => Buffer.concat(text.match(/.{1,255}/gs).map(lengthAndBytes));

/** RFC 1035, 4.1. Each answer is for the name and type of the question, for a minute. */
function message(query, question, answers, code = 0) {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  const records = answers.map((data) => {
    const start = Buffer.alloc(12);
    start.writeUInt16BE(0xc00c, 0);
    question.copy(start, 2, question.length - 4);
    start.writeUInt32BE(60, 6);
    start.writeUInt16BE(data.length, 10);
    return Buffer.concat([start, data]);
  });
  return Buffer.concat([header, question, ...records]);
}

function nameAt(bytes, start) {
  const labels = [];
  let at = start;
  while (bytes[at] !== 0) {
    labels.push(bytes.toString('latin1', at + 1, at + 1 + bytes[at]).toLowerCase());
    at += 1 + bytes[at];
  }
  return { labels, end: at + 1 };
}
