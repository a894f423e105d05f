import { places, type Breach, type Source } from './sources.js';

interface Rule {
  readonly name: string;
  /** Which files it is about. */
  readonly where: RegExp;
  readonly except?: RegExp;
  readonly pattern: RegExp;
  readonly advice: string;
  /** A text that breaks it, to show that it can fail. */
  readonly bad: string;
}

// The words are put together from halves, so that this file does not break its own rules.
const later = [`TO${'DO'}`, `FIX${'ME'}`, `XX${'X'}`].join('|');
const folders = ['work', 'root', 'home'].join('|');

/** What may not stand in our files, and what to do instead. */
export const rules: readonly Rule[] = [
  {
    name: 'work left for later',
    where: /\.(tsx?|m?js|md|css|json)$/,
    pattern: new RegExp(`\\b(${later})\\b`, 'g'),
    advice: 'do it, or write an issue',
    bad: `// ${later.split('|')[0]}: round`,
  },
  {
    name: 'tests that are left out',
    where: /^(src|test)\/.*\.tsx?$/,
    pattern:
      /\b(?:describe|it|test)(?:\.each)?\.(?:only|skip|todo|failing)\b|\b(?:xit|xdescribe|fit|fdescribe)\(/g,
    advice: 'every test runs, always',
    bad: `it.${'only'}('pays', pay);`,
  },
  {
    name: 'the console',
    where: /^src\//,
    except: /^src\/cli\//,
    pattern: /\bconsole\.\w+/g,
    advice: 'the service logs through its logger, which hides tokens',
    bad: 'console.log(token);',
  },
  {
    name: 'clock and chance in the ledger',
    where: /^src\/ledger\/.*\.ts$/,
    pattern:
      /\bnew Date\(|\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b|\brandomBytes\b|\brandomUUID\b/g,
    advice: 'the ledger is handed its now; same accounts, same order, same answer',
    bad: 'const now = Date.now();',
  },
  {
    name: 'transactions beside the one door',
    where: /^(src|migrations)\/.*\.tsx?$/,
    pattern:
      /\b(?:dataSource|source|manager|entityManager)\.transaction\(|@Transaction\b|\.startTransaction\(/gi,
    advice: 'use database.transaction: on SQLite a TypeORM transaction swallows its neighbours',
    bad: 'await this.dataSource.transaction(work);',
  },
  {
    name: 'saving several rows at once',
    where: /^src\/.*\.ts$/,
    pattern: /\.save\(\s*\[/g,
    advice: 'use tx.insert: save of several rows opens a transaction of its own',
    bad: 'await repository.save([one, other]);',
  },
  {
    name: 'floats',
    where: /^src\/.*\.tsx?$/,
    pattern: /\bparseFloat\b/g,
    advice: 'amounts are bigint in smallest units; read them with ledger/amount',
    bad: 'const amount = parseFloat(text);',
  },
  {
    name: 'circles between rooms',
    where: /^src\/.*\.ts$/,
    pattern: /\bforwardRef\b/g,
    advice: 'import downwards only',
    bad: '@Inject(forwardRef(() => BooksService))',
  },
  {
    name: 'left and right in styles',
    where: /\.css$|css\.ts$/,
    pattern:
      /(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)(?:-(?:width|color|style|radius))?\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius/g,
    advice: 'use start and end, so that pages can be read from right to left',
    bad: '.amount { margin-left: 1rem }',
  },
  {
    name: 'other hosts in pages',
    where: /^src\/(?!cli\/).*\.(tsx|css|js|mjs)$|css\.ts$/,
    pattern:
      /(?:src|href|action)=["'{`]+https?:\/\/|url\(\s*["']?https?:\/\/|@import\s+["']?https?:|fetch\(["'`]https?:/g,
    advice: 'no other host is ever asked for anything',
    bad: '<script src="https://example.org/a.js"></script>',
  },
  {
    name: 'paths of one machine',
    where: /\.(tsx?|mjs|js|json|md|css|csv|yml|sh)$|(^|\/)run$/,
    pattern: new RegExp(`(?<![\\w.~-])/(?:${folders})/\\w`, 'g'),
    advice: 'nobody else has this folder',
    bad: `see /${folders.split('|')[0]}/notes`,
  },
];

/** What these files break. */
export function brokenRules(sources: readonly Source[], of: readonly Rule[] = rules): Breach[] {
  return of.flatMap((rule) =>
    sources
      .filter(({ path }) => rule.where.test(path) && rule.except?.test(path) !== true)
      .flatMap((source) => places(source, rule.pattern, `${rule.name}: ${rule.advice}`)),
  );
}
