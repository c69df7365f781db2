import type { CallRow, GapRule } from '../../rule.ts';
import { auto, installPhp } from './servers.ts';

const made = (kind: CallRow['kind'], names: readonly string[], more: Partial<CallRow> = {}): CallRow => ({
  on: 'new',
  kind,
  names,
  ...more,
});

export const phpClientRules: readonly GapRule[] = [
  {
    id: 'php.http',
    tech: 'HTTP client',
    modules: ['GuzzleHttp', 'Symfony\\Component\\HttpClient', 'Illuminate\\Support\\Facades'],
    packages: ['guzzlehttp/guzzle', 'symfony/http-client', 'laravel/framework'],
    sites: [
      made('outbound.http', ['Client'], {
        receiver: /^$/,
        text: /GuzzleHttp|new\s+(?:Guzzle)?Client\b/,
        within: /GuzzleHttp/,
      }),
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['get', 'post', 'put', 'patch', 'delete', 'create', 'withToken', 'withHeaders', 'timeout'],
        path: /^Http\.\w+$|^HttpClient\.create$/,
        once: true,
      },
    ],
    coveredBy: auto('guzzle', 'psr18', 'symfony', 'laravel', 'curl', 'httpasyncclient'),
    install: installPhp('guzzle'),
    tests: [
      {
        code: '<?php\nuse GuzzleHttp\\Client;\n$c = new Client();\n$d = new \\GuzzleHttp\\Client();',
        expect: ['outbound.http@3', 'outbound.http@4'],
      },
      { code: '<?php\nuse Mongo\\Client;\n$c = new Client();', expect: [] },
    ],
  },
  {
    id: 'php.curl',
    tech: 'cURL',
    modules: ['<global>'],
    packages: [],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['curl_init', 'curl_exec'],
        path: /^curl_init$/,
        once: true,
      },
    ],
    coveredBy: auto('curl'),
    install: installPhp('curl'),
    tests: [
      { code: "<?php\n$c = curl_init('http://a');\ncurl_exec($c);", expect: ['outbound.http@2'] },
      { code: '<?php\n$x = strlen("a");', expect: [] },
    ],
  },
  {
    id: 'php.pdo',
    tech: 'PDO',
    modules: ['<global>', 'PDO', 'MongoDB', 'Doctrine\\DBAL'],
    packages: [],
    sites: [
      made('outbound.db', ['PDO', 'mysqli']),
      {
        on: 'call',
        kind: 'outbound.db',
        names: ['mysqli_connect', 'pg_connect'],
        path: /^(?:mysqli|pg)_connect$/,
      },
      { on: 'call', kind: 'outbound.db', names: ['getConnection'], path: /^DriverManager\.getConnection$/ },
    ],
    coveredBy: auto('pdo', 'mysqli', 'postgresql', 'doctrine', 'mongodb'),
    install: installPhp('pdo'),
    tests: [
      {
        code: "<?php\n$p = new PDO('mysql:host=x');\n$m = mysqli_connect('x');",
        expect: ['outbound.db@2', 'outbound.db@3'],
      },
      { code: '<?php\nthrow new PDOException("x");', expect: [] },
    ],
  },
];
