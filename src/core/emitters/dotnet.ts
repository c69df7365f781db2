import { below, type Emission, type EmitterProject } from './emitter.ts';

const COST = 'A stack trace with file information a span: tens of microseconds, not measured.';

const text = (root: string) => `using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using OpenTelemetry;

${root === '' ? '' : `namespace ${root};\n\n`}/// <summary>
/// Notes on each activity which line of this project started it (code.function.name, code.file.path,
/// code.line.number), so that tools can jump from the span to the code.
/// ${COST}
/// Left alone: activities of incoming requests and messages, whose handler has not run yet. File
/// and line need the .pdb files beside the assemblies.
/// </summary>
public sealed class CodeAttributesProcessor : BaseProcessor<Activity>
{
    private readonly Assembly[] assemblies;

    /// <param name="assemblies">Whose frames count as the project's; the entry assembly when none is given.</param>
    public CodeAttributesProcessor(params Assembly[] assemblies)
    {
        var entry = Assembly.GetEntryAssembly();
        this.assemblies = assemblies.Length > 0 || entry is null ? assemblies : new[] { entry };
    }

    public override void OnStart(Activity activity)
    {
        if (activity.Kind is ActivityKind.Server or ActivityKind.Consumer)
        {
            return;
        }

        if (activity.GetTagItem("code.file.path") is not null)
        {
            return;
        }

        foreach (var frame in new StackTrace(1, fNeedFileInfo: true).GetFrames())
        {
            var method = frame.GetMethod();
            var type = method?.DeclaringType;
            if (method is null || type is null || type == typeof(CodeAttributesProcessor))
            {
                continue;
            }

            if (!assemblies.Contains(type.Assembly))
            {
                continue;
            }

            activity.SetTag("code.function.name", NameOf(type, method));
            if (frame.GetFileName() is { } file)
            {
                activity.SetTag("code.file.path", file);
                activity.SetTag("code.line.number", frame.GetFileLineNumber());
            }

            return;
        }
    }

    /// <summary>An async method runs in a class the compiler named after it: Service+&lt;Place&gt;d__3.</summary>
    private static string NameOf(Type type, MethodBase method)
    {
        var name = method.Name;
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer)
        {
            var end = type.Name.IndexOf('>');
            name = end > 1 ? type.Name.Substring(1, end - 1) : name;
            type = outer;
        }

        return $"{type.FullName}.{name}";
    }
}
`;

export function dotnetEmission({ root = '', sources }: EmitterProject): Emission {
  return {
    path: below(sources, 'CodeAttributesProcessor.cs'),
    text: text(root),
    languageId: 'csharp',
    register: `builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
    .AddProcessor(new CodeAttributesProcessor()) // before the exporter
    .AddOtlpExporter());
`,
    cost: 'tens of µs a span, not measured',
  };
}
