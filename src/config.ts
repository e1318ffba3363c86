import { isAbsolute, join, resolve } from 'node:path';

/** How one process of the line is set up. Built once from the environment; nothing else reads the environment. */
export interface Config {
  readonly mode: 'demo' | 'live';
  readonly host: string;
  readonly port: number;
  /** The store, clips and editions. */
  readonly dataDir: string;
  /** Keys that live for years. 0600, outside dataDir in live mode, never in a backup. */
  readonly secretsDir: string;
  /** Keys that live for minutes to a week. Memory-backed in live mode. */
  readonly volatileDir: string;
  /** Where gateways and browsers reach this process, without a trailing slash. */
  readonly publicUrl: string;
  readonly gatewayToken: string;
  readonly atUsername: string;
  readonly atApiKey: string;
}

/** Reads the environment (see docs/architecture.md for each name). Throws nothing: what is unsafe is judged by src/unsafe.ts. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const mode = env['MODE'] === 'live' ? 'live' : 'demo';
  const host = env['HOST'] || '127.0.0.1';
  const port = Number(env['PORT'] || 8080);
  const dataDir = absolute(env['DATA_DIR'] || 'data');
  const secretsDir = absolute(env['SECRETS_DIR'] || join(dataDir, 'secrets'));
  const volatileDir = absolute(env['VOLATILE_DIR'] || join(secretsDir, 'volatile'));
  const publicUrl = (env['PUBLIC_URL'] || `http://${host}:${port}`).replace(/\/+$/, '');
  return {
    mode, host, port, dataDir, secretsDir, volatileDir, publicUrl,
    gatewayToken: env['GATEWAY_TOKEN'] || 'demo',
    atUsername: env['AT_USERNAME'] || 'demo',
    atApiKey: env['AT_API_KEY'] || 'demo',
  };
}

const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(path));
