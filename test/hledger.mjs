// Compares hledger's balances with the books', account by account. hledger must be installed.
//   npm run samenmunt -- export journal --community rabot > x.journal
//   node test/hledger.mjs x.journal sqlite:town.sqlite rabot
// or with postgres://... instead of sqlite:...
import { execFileSync } from 'node:child_process';

const [journal, url, communityId] = process.argv.slice(2);
if (communityId === undefined) {
  process.stderr.write('usage: node test/hledger.mjs JOURNAL sqlite:FILE|postgres://... COMMUNITY\n');
  process.exit(2);
}

const sql = `select a.kind || ':' || a.account_id as name, a.currency, c.scale,
    a.credits_posted - a.debits_posted as balance
  from accounts a join currencies c on c.community_id = a.community_id and c.currency = a.currency
  where a.community_id = `;

async function ours() {
  if (url.startsWith('sqlite:')) {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(url.slice('sqlite:'.length), { readonly: true }).defaultSafeIntegers(true);
    return database.prepare(`${sql}?`).all(communityId);
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`${sql}$1`, [communityId]);
  await client.end();
  return rows;
}

/** hledger's balances in smallest units, by account and currency. */
function theirs(scales) {
  const arguments_ = ['-f', journal, 'balance', '--no-total', '--empty', '--flat', '-O', 'csv'];
  const lines = execFileSync('hledger', arguments_, { encoding: 'utf8', maxBuffer: 2 ** 30 }).split('\n');
  const found = new Map();
  for (const line of lines.slice(1)) {
    const [, name, figure] = /^"([^"]+)","(.*)"$/.exec(line) ?? [];
    if (name === undefined) continue;
    const [, amount, code] = /^(-?[\d.]+) (?:"")?(\w+)(?:"")?$/.exec(figure) ?? [, '0', undefined];
    if (code === undefined) continue;
    const [whole, decimals = ''] = amount.replace('-', '').split('.');
    const units = BigInt(whole + decimals.padEnd(scales.get(code), '0'));
    found.set(`${name} ${code}`, amount.startsWith('-') ? -units : units);
  }
  return found;
}

execFileSync('hledger', ['-f', journal, 'check', 'accounts', 'commodities', 'ordereddates'], {
  stdio: 'inherit',
});
const rows = await ours();
const balances = theirs(new Map(rows.map(({ currency, scale }) => [currency, Number(scale)])));
let different = 0;
for (const { name, currency, balance } of rows) {
  const other = balances.get(`${name} ${currency}`) ?? 0n;
  if (other === BigInt(balance)) continue;
  different++;
  process.stdout.write(`${name} ${currency}: ours ${balance}, hledger ${other}\n`);
}
const known = new Set(rows.map(({ name, currency }) => `${name} ${currency}`));
const extra = [...balances.keys()].filter((key) => !known.has(key));
for (const key of extra.slice(0, 10)) process.stdout.write(`${key}: only in the journal\n`);
process.stdout.write(`${rows.length} accounts compared, ${different + extra.length} different\n`);
process.exit(different + extra.length === 0 ? 0 : 1);
