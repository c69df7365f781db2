import type { CallRow, GapRule } from '../../rule.ts';
import { contrib, OTELHTTP, SERVERS, VERBS, Verbs } from './ids.ts';

const route = (names: readonly string[], path: RegExp, receiver?: RegExp): CallRow => ({
  on: 'call',
  kind: 'entry.http',
  names,
  path,
  args: [
    [0, 'text'],
    [1, 'any'],
  ],
  handler: [-1],
  keys: { route: [0], method: 'name' },
  ...(receiver ? { receiver } : {}),
});

/** `r.Handle("GET", "/x", h)`. */
const named = (names: readonly string[], path: RegExp): CallRow => ({
  on: 'call',
  kind: 'entry.http',
  names,
  path,
  args: [
    [0, 'any'],
    [1, 'path'],
    [2, 'any'],
  ],
  handler: [-1],
  keys: { route: [1], method: [0] },
});

/** The call wraps its handler itself. */
const WRAPPED =
  /\botelhttp\.New\w+|\bhttptrace\.WrapHandler|\bnrhttp?\.Wrap\w+|newrelic\.WrapHandle\w*|apmhttp\.Wrap|otelmux|sentryhttp/;

export const goHttpRules: readonly GapRule[] = [
  {
    id: 'go.net-http',
    tech: 'net/http',
    modules: ['net/http'],
    packages: [],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['HandleFunc', 'Handle'],
        path: /^(?:HandleFunc|Handle|NewServeMux\(\)\.\w+|ServeMux\.\w+|DefaultServeMux\.\w+)$/,
        args: [
          [0, 'text'],
          [1, 'any'],
        ],
        skip: /FileServer|StripPrefix|NotFoundHandler|RedirectHandler|pprof\.|promhttp\.|expvar\./,
        coveredAt: WRAPPED,
        handler: [-1],
        keys: { route: [0] },
      },
    ],
    coveredBy: SERVERS,
    install: OTELHTTP,
    tests: [
      {
        code: 'package main\nimport "net/http"\nfunc main() {\n\thttp.HandleFunc("/x", h)\n\tmux := http.NewServeMux()\n\tmux.Handle("POST /y/{id}", h2)\n}',
        expect: ['entry.http@4', 'entry.http@6'],
      },
      {
        code: 'package main\nimport (\n\t"net/http"\n\t"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"\n)\nfunc main() {\n\thttp.Handle("/x", otelhttp.NewHandler(h, "x"))\n\thttp.Handle("/s/", http.StripPrefix("/s", http.FileServer(d)))\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'go.gin',
    tech: 'Gin',
    modules: ['github.com/gin-gonic/gin'],
    packages: ['github.com/gin-gonic/gin'],
    sites: [
      route(
        VERBS,
        /^(?:Default|New)\(\)\.(?:(?:Group|Use)\(\)\.)*\w+$|^(?:Engine|RouterGroup|IRouter|IRoutes)\.(?:(?:Group|Use)\(\)\.)*\w+$/,
      ),
      named(
        ['Handle'],
        /^(?:Default|New)\(\)\.(?:(?:Group|Use)\(\)\.)*Handle$|^(?:Engine|RouterGroup)\.Handle$/,
      ),
    ],
    coveredBy: [contrib('github.com/gin-gonic/gin/otelgin'), 'nrgin', ...SERVERS],
    routeBy: [contrib('github.com/gin-gonic/gin/otelgin')],
    install: {
      package: contrib('github.com/gin-gonic/gin/otelgin'),
      enable: 'r.Use(otelgin.Middleware("service"))',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/gin-gonic/gin"\ntype S struct{ r *gin.Engine }\nfunc (s *S) f(g *gin.RouterGroup) {\n\ts.r.GET("/x", s.h)\n\tg.POST("/y", h)\n\tv1 := gin.Default().Group("/v1")\n\tv1.PUT("/z", h)\n}',
        expect: ['entry.http@5', 'entry.http@6', 'entry.http@8'],
      },
      {
        code: 'package main\nimport "github.com/gin-gonic/gin"\nfunc f(c *gin.Context) {\n\tc.GET("/x", 1)\n\tcache.GET("/x", h)\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'go.echo',
    tech: 'Echo',
    modules: ['github.com/labstack/echo'],
    packages: ['github.com/labstack/echo/v4'],
    sites: [route(VERBS, /^New\(\)\.(?:Group\(\)\.)*\w+$|^(?:Echo|Group|EchoRouter)\.(?:Group\(\)\.)*\w+$/)],
    coveredBy: [contrib('github.com/labstack/echo/otelecho'), 'nrecho', ...SERVERS],
    routeBy: [contrib('github.com/labstack/echo/otelecho')],
    install: {
      package: contrib('github.com/labstack/echo/otelecho'),
      enable: 'e.Use(otelecho.Middleware("service"))',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/labstack/echo/v4"\nfunc main() {\n\te := echo.New()\n\te.GET("/x", h)\n\tg := e.Group("/a")\n\tg.POST("/y", h)\n}',
        expect: ['entry.http@5', 'entry.http@7'],
      },
      {
        code: 'package main\nimport "github.com/labstack/echo/v4"\nfunc f(c echo.Context) {\n\tc.Get("/x")\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'go.chi',
    tech: 'chi',
    modules: ['github.com/go-chi/chi'],
    packages: ['github.com/go-chi/chi/v5', 'github.com/go-chi/chi'],
    sites: [
      route(
        [...Verbs, 'Method', 'MethodFunc', 'HandleFunc', 'Handle'],
        /^(?:NewRouter|NewMux)\(\)\.(?:(?:With|Group|Route)\(\)\.)*\w+$|^(?:Router|Mux)\.(?:(?:With|Group|Route)\(\)\.)*\w+$/,
      ),
    ],
    coveredBy: ['github.com/riandyrn/otelchi', 'splunkchi', ...SERVERS],
    routeBy: ['github.com/riandyrn/otelchi'],
    install: OTELHTTP,
    tests: [
      {
        code: 'package main\nimport "github.com/go-chi/chi/v5"\nfunc f(p chi.Router) {\n\tr := chi.NewRouter()\n\tr.Get("/x", h)\n\tr.Route("/a", func(r chi.Router) {\n\t\tr.Post("/y", h)\n\t})\n\tp.With(m).Delete("/z", h)\n}',
        expect: ['entry.http@5', 'entry.http@7', 'entry.http@9'],
      },
      {
        code: 'package main\nimport "github.com/go-chi/chi/v5"\nfunc f() {\n\tr := chi.NewRouter()\n\tr.Use(m)\n\tr.Mount("/x", sub())\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'go.gorilla',
    tech: 'gorilla/mux',
    modules: ['github.com/gorilla/mux'],
    packages: ['github.com/gorilla/mux'],
    sites: [
      {
        ...route(
          ['HandleFunc', 'Handle'],
          /^NewRouter\(\)\.(?:\w+\(\)\.)*\w+$|^(?:Router|Route)\.(?:\w+\(\)\.)*\w+$/,
        ),
        skip: /FileServer|StripPrefix|promhttp\./,
        coveredAt: WRAPPED,
      },
    ],
    coveredBy: [contrib('github.com/gorilla/mux/otelmux'), ...SERVERS],
    routeBy: [contrib('github.com/gorilla/mux/otelmux')],
    install: {
      package: contrib('github.com/gorilla/mux/otelmux'),
      enable: 'r.Use(otelmux.Middleware("service"))',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/gorilla/mux"\nfunc main() {\n\tr := mux.NewRouter()\n\tr.HandleFunc("/x/{id}", h).Methods("GET")\n\ts := r.PathPrefix("/a").Subrouter()\n\ts.Handle("/y", h)\n}',
        expect: ['entry.http@5', 'entry.http@7'],
      },
      {
        code: 'package main\nimport "github.com/gorilla/mux"\nfunc h(r *http.Request) { mux.Vars(r) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.fiber',
    tech: 'Fiber',
    modules: ['github.com/gofiber/fiber'],
    packages: ['github.com/gofiber/fiber/v2', 'github.com/gofiber/fiber/v3'],
    sites: [route(Verbs, /^New\(\)\.(?:Group\(\)\.)*\w+$|^(?:App|Router|Group)\.(?:Group\(\)\.)*\w+$/)],
    coveredBy: ['github.com/gofiber/contrib/otelfiber', 'github.com/gofiber/contrib/otel'],
    install: {
      package: 'github.com/gofiber/contrib/otelfiber/v2',
      enable: 'app.Use(otelfiber.Middleware())',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/gofiber/fiber/v2"\nfunc main() {\n\tapp := fiber.New()\n\tapp.Get("/x", h)\n\tapp.Group("/v1").Post("/y", h)\n}',
        expect: ['entry.http@5', 'entry.http@6'],
      },
      {
        code: 'package main\nimport "github.com/gofiber/fiber/v2"\nfunc h(c *fiber.Ctx) error { return c.Get("/x", y) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.routers',
    tech: 'router',
    modules: [
      'github.com/julienschmidt/httprouter',
      'github.com/emicklei/go-restful',
      'github.com/beego/beego',
      'github.com/kataras/iris',
      'github.com/cloudwego/hertz',
      'github.com/valyala/fasthttp',
      'github.com/fasthttp/router',
      'github.com/uptrace/bunrouter',
      'goji.io',
      'github.com/bmizerany/pat',
    ],
    packages: [],
    sites: [
      route(
        [...VERBS, ...Verbs],
        /^(?:New|Default|NewApp|NewMux)\(\)\.(?:\w+\(\)\.)*\w+$|^(?:Router|Application|Party|RouterGroup|Hertz|Mux)\.(?:\w+\(\)\.)*\w+$|^server\.(?:Default|New)\(\)\.\w+$/,
      ),
      named(['Handle', 'Handler', 'HandlerFunc'], /^(?:New\(\)|Router)\.Handle(?:r|rFunc)?$/),
      {
        on: 'call',
        kind: 'entry.http',
        names: ['To'],
        path: /^WebService(?:\(\))?\.\w+\(\)(?:\.\w+\(\))*\.To$/,
      },
    ],
    coveredBy: [
      contrib('github.com/emicklei/go-restful/otelrestful'),
      'github.com/hertz-contrib/obs-opentelemetry',
      ...SERVERS,
    ],
    install: OTELHTTP,
    tests: [
      {
        code: 'package main\nimport "github.com/julienschmidt/httprouter"\nfunc main() {\n\tr := httprouter.New()\n\tr.GET("/x", h)\n\tr.HandlerFunc("GET", "/y", h)\n}',
        expect: ['entry.http@5', 'entry.http@6'],
      },
      {
        code: 'package main\nimport "github.com/julienschmidt/httprouter"\nfunc h(ps httprouter.Params) { ps.ByName("x") }',
        expect: [],
      },
    ],
  },
];
