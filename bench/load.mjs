// The load: a process of its own that sends requests over so many connections at once and counts the answers.
// Each message is a job; the answer to it is what autocannon counted.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

const towns = new Map();

process.on('message', async (job) => {
  try {
    process.send({ id: job.id, value: await run(job) });
  } catch (error) {
    process.send({ id: job.id, error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));

async function run({ url, path, town, what, connections, seconds, amount }) {
  const limit = amount === undefined ? { duration: seconds } : { amount };
  // A call in bulk succeeds though each of its orders be refused.
  let refused = '';
  const onResponse = (_status, body) => {
    if (refused === '' && body.includes('"refused"')) refused = body.slice(0, 200);
  };
  const asked = requestsOf(what, path, readTown(town));
  const requests = what === 'bulk' ? asked.map((request) => ({ ...request, onResponse })) : asked;
  const found = await autocannon({ url, connections, ...limit, requests, timeout: 30 });
  const wrong = found.non2xx + found.errors + found.timeouts;
  if (wrong > 0 || found['2xx'] === 0)
    throw new Error(`${path}: ${JSON.stringify(found.statusCodeStats)}, ${found.errors} errors`);
  if (refused !== '') throw new Error(`${path}: ${refused}`);
  const { average, p50, p99 } = found.latency;
  return { done: found['2xx'], seconds: found.duration, latency: { average, p50, p99 } };
}

function requestsOf(what, path, town) {
  if (what !== 'get') return [{ method: 'POST', path, setupRequest: writing[what](town) }];
  // The first members are those with long statements; each asks about their own account.
  return town.members.slice(0, 20).map(({ account, token }) => ({
    method: 'GET',
    path: path.replace('ACCOUNT', account),
    headers: { authorization: `Bearer ${token}` },
  }));
}

/** Accounts and tokens, as bench/town.ts wrote them into a file. */
function readTown(file) {
  let town = towns.get(file);
  if (town === undefined) towns.set(file, (town = JSON.parse(readFileSync(file, 'utf8'))));
  return town;
}

const writing = {
  pay: ({ members }) => paying(members),
  payHot: ({ members }) => paying(members.slice(0, 2)),
  payUnknown: ({ members }) => paying(members.map(({ account }) => ({ account }))),
  bulk:
    ({ groups, steward }) =>
    (request) => ({
      ...request,
      headers: headersOf(steward),
      body: JSON.stringify({ orders: orders(groups, 1000) }),
    }),
  redeem: (town) => (request) => {
    const { account, token } = anyOf(town.shops);
    // Each voucher once, also over several runs.
    const code = town.codes.pop();
    if (code === undefined) throw new Error('there are no vouchers left');
    const headers = { ...headersOf(token), 'idempotency-key': uuid() };
    return { ...request, headers, body: `{"token":"${code}","to":"${account}"}` };
  },
  look:
    ({ shops, codes }) =>
    (request) => ({
      ...request,
      headers: headersOf(anyOf(shops).token),
      body: `{"token":"${anyOf(codes)}"}`,
    }),
};

/** One member pays another one, with a token of their own. */
function paying(members) {
  return (request) => {
    const [from, to] = pair(members);
    const headers = { ...headersOf(from.token), 'idempotency-key': uuid() };
    return { ...request, headers, body: `{"from":"${from.account}","to":"${to.account}","amount":1}` };
  };
}

function orders(groups, count) {
  return Array.from({ length: count }, () => {
    const [from, to] = pair(groups);
    return { id: uuid(), from, to, amount: 1 };
  });
}

function headersOf(token) {
  const type = { 'content-type': 'application/json' };
  return token === undefined ? type : { ...type, authorization: `Bearer ${token}` };
}

function anyOf(list) {
  return list[Math.floor(Math.random() * list.length)];
}

function pair(list) {
  const from = Math.floor(Math.random() * list.length);
  const to = (from + 1 + Math.floor(Math.random() * (list.length - 1))) % list.length;
  return [list[from], list[to]];
}

/** Version 7: the time first, the rest by chance. */
function uuid() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
