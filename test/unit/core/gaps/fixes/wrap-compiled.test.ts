import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixed } from '../../../../support/gap-fixes.ts';

const JAVA = `package shop;

import java.util.List;

@RestController
public class Orders {
    private final Repo repo;

    @GetMapping("/orders")
    public List<String> list(@RequestParam String span) throws IOException {
        // all
        String sql = """
            select
            """;
        return repo.find(sql);
    }

    Mono<String> later() {
        return null;
    }
}
`;
const java = { language: 'java', file: 'src/Orders.java', code: JAVA } as const;

test('Java: the annotation and the throws clause stay, a parameter called span is kept out of the way', async () => {
  assert.equal(
    await fixed({ ...java, at: '@GetMapping', target: { keys: { route: '/orders', method: 'GET' } } }),
    `package shop;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;

@RestController
public class Orders {
    private static final Tracer TRACER = GlobalOpenTelemetry.getTracer("shop");

    private final Repo repo;

    @GetMapping("/orders")
    public List<String> list(@RequestParam String span) throws IOException {
        Span otelSpan = TRACER.spanBuilder("GET /orders").setSpanKind(SpanKind.SERVER).startSpan();
        try (Scope scope = otelSpan.makeCurrent()) {
            // all
            String sql = """
            select
            """;
            return repo.find(sql);
        } catch (Throwable error) {
            otelSpan.setStatus(StatusCode.ERROR, String.valueOf(error.getMessage()));
            throw error;
        } finally {
            otelSpan.end();
        }
    }

    Mono<String> later() {
        return null;
    }
}
`,
  );
});

test('Java: @WithSpan where its package is a dependency; what goes on later is refused', async () => {
  const pom = { 'pom.xml': '<artifactId>opentelemetry-instrumentation-annotations</artifactId>' };
  const after = await fixed({
    ...java,
    at: '@GetMapping',
    target: { keys: { route: '/orders' } },
    files: pom,
  });
  assert.match(
    after,
    /^ {4}@WithSpan\(value = "\/orders", kind = SpanKind\.SERVER\)\n {4}@GetMapping\("\/orders"\)\n {4}public List<String> list/m,
  );
  assert.match(after, /^import io\.opentelemetry\.instrumentation\.annotations\.WithSpan;$/m);
  assert.match(
    await fixed({ ...java, at: 'Mono<String>', target: { symbol: 'later' } }),
    /^refused: It returns a Mono/,
  );
});

const RUST = `#[derive(Debug)]
enum AppError { A }

/// Lists.
#[get("/x")]
pub async fn list(x: Path<u32>) -> Result<String, AppError> {
    work().await
}

impl Client {
    async fn call(&self) -> Result<(), Opaque> {
        reqwest::get("x").await?;
        Ok(())
    }
}

fn router() -> Router {
    Router::new().route("/y", get(list)).route("/z", get(elsewhere::show))
}
`;
const rust = { language: 'rust', file: 'src/main.rs', code: RUST } as const;

test('Rust: the attribute goes below the others, and asks for the error only where it can be printed', async () => {
  const list = await fixed({ ...rust, at: '#[get', target: { keys: { route: '/x' } } });
  assert.match(
    list,
    /^#\[get\("\/x"\)\]\n#\[tracing::instrument\(name = "\/x", skip_all, fields\(otel\.kind = "server"\), err\(Debug\)\)\]\npub async fn list/m,
  );
  const call = await fixed({
    ...rust,
    at: 'reqwest::get',
    target: { rule: 'outbound.http', tech: 'reqwest', symbol: 'call' },
  });
  assert.match(
    call,
    /^ {4}#\[tracing::instrument\(name = "reqwest in call", skip_all, fields\(otel\.kind = "client"\)\)\]\n {4}async fn call/m,
  );
  assert.match(
    await fixed({ ...rust, at: 'Router::new', target: { keys: { route: '/z' } } }),
    /^refused: show is not in this file/,
  );
});

const CSHARP = `using A.B;

namespace Shop;

[ApiController]
public class Carts : ControllerBase
{
    private readonly Store _store;

    [HttpGet("carts")]
    public async Task<int> Get(int a) => await _store.Count(a);

    public IEnumerable<int> All()
    {
        yield return 1;
    }

    public override async Task<Cart> GetCart(Request r, ServerCallContext c)
    {
        // one
        if (r == null) return null;
        return await _store.Get(r.Id);
    }

    public Task Later() => _store.Clean();
}
`;
const csharp = { language: 'csharp', file: 'Carts.cs', code: CSHARP } as const;

test('C#: a block, an expression and an iterator', async () => {
  const cart = await fixed({
    ...csharp,
    at: 'GetCart',
    target: { rule: 'entry.grpc', keys: { rpc: 'Cart/GetCart' } },
  });
  assert.ok(
    cart.startsWith(`using A.B;
using System.Diagnostics;

namespace Shop;

[ApiController]
public class Carts : ControllerBase
{
    private static readonly ActivitySource Source = new("shop");

    private readonly Store _store;
`),
    cart,
  );
  assert.ok(
    cart.includes(`    public override async Task<Cart> GetCart(Request r, ServerCallContext c)
    {
        using var activity = Source.StartActivity("Cart/GetCart", ActivityKind.Server);
        try
        {
            // one
            if (r == null) return null;
            return await _store.Get(r.Id);
        }
        catch (System.Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            throw;
        }
    }
`),
    cart,
  );
  const get = await fixed({ ...csharp, at: '[HttpGet', target: { keys: { route: 'carts', method: 'GET' } } });
  assert.ok(
    get.includes(`    public async Task<int> Get(int a)
    {
        using var activity = Source.StartActivity("GET carts", ActivityKind.Server);
        try
        {
            return await _store.Count(a);
        }
        catch (System.Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            throw;
        }
    }
`),
    get,
  );
  const all = await fixed({ ...csharp, at: 'All()', target: { rule: 'entry.scheduled', symbol: 'All' } });
  assert.ok(
    all.includes(
      '    {\n        using var activity = Source.StartActivity("All");\n        yield return 1;\n    }\n',
    ),
    all,
  );
  assert.match(
    await fixed({ ...csharp, at: 'Later()', target: { symbol: 'Later' } }),
    /^refused: It hands back a task without async/,
  );
});
