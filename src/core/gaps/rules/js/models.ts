import type { GapRule } from '../../rule.ts';
import { AUTO_JS, addTo, otel } from './ids.ts';

export const jsModelRules: readonly GapRule[] = [
  {
    id: 'js.llm',
    tech: 'LLM',
    modules: [
      'openai',
      '@anthropic-ai/sdk',
      '@google/generative-ai',
      '@google/genai',
      '@mistralai/mistralai',
      'cohere-ai',
      'groq-sdk',
      'ollama',
    ],
    packages: ['openai', '@anthropic-ai/sdk', '@google/generative-ai', '@google/genai', 'groq-sdk'],
    sites: [
      {
        on: 'new',
        kind: 'outbound.llm',
        names: [
          'OpenAI',
          'AzureOpenAI',
          'Anthropic',
          'GoogleGenerativeAI',
          'GoogleGenAI',
          'Mistral',
          'CohereClient',
          'Groq',
          'Ollama',
        ],
      },
    ],
    coveredBy: [
      ...otel('openai'),
      '@arizeai/openinference-instrumentation-openai',
      '@traceloop/instrumentation-openai',
      '@traceloop/instrumentation-anthropic',
      '@arizeai/openinference-instrumentation-anthropic',
      '@traceloop/node-server-sdk',
      'langfuse',
      '@langfuse/openai',
    ],
    install: AUTO_JS,
    tests: [
      { code: "import OpenAI from 'openai';\nconst client = new OpenAI();", expect: ['outbound.llm@2'] },
      { code: "import { OpenAI } from './fake';\nnew OpenAI();", expect: [] },
    ],
  },
  {
    id: 'js.langchain',
    tech: 'langchain',
    modules: ['@langchain/*', 'langchain'],
    packages: ['langchain', '@langchain/*'],
    sites: [
      {
        on: 'new',
        kind: 'outbound.llm',
        names: [
          'ChatOpenAI',
          'ChatAnthropic',
          'ChatGoogleGenerativeAI',
          'OpenAIEmbeddings',
          'ChatOllama',
          'ChatBedrockConverse',
          'AzureChatOpenAI',
        ],
      },
    ],
    coveredBy: [
      ...otel('langchain'),
      '@arizeai/openinference-instrumentation-langchain',
      '@traceloop/instrumentation-langchain',
      '@traceloop/node-server-sdk',
      'langfuse-langchain',
    ],
    install: addTo('@opentelemetry/instrumentation-langchain'),
    tests: [
      {
        code: "import { ChatOpenAI } from '@langchain/openai';\nnew ChatOpenAI({});",
        expect: ['outbound.llm@2'],
      },
      {
        code: "import { PromptTemplate } from '@langchain/core/prompts';\nnew PromptTemplate({});",
        expect: [],
      },
    ],
  },
  {
    id: 'js.ai-sdk',
    tech: 'AI SDK',
    modules: ['ai'],
    packages: ['ai'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.llm',
        names: ['generateText', 'streamText', 'generateObject', 'streamObject', 'embed', 'embedMany'],
        coveredAt: /experimental_telemetry/,
      },
    ],
    coveredBy: ['langfuse-vercel'],
    note: 'The SDK traces by itself with experimental_telemetry: { isEnabled: true }.',
    tests: [
      {
        code: "import { generateText } from 'ai';\nawait generateText({ model, prompt });",
        expect: ['outbound.llm@2'],
      },
      {
        code: "import { generateText } from 'ai';\nawait generateText({ model, experimental_telemetry: { isEnabled: true } });",
        expect: [],
      },
    ],
  },
];
