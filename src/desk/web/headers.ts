import type { FastifyInstance } from 'fastify';

/**
 * Sent with every answer of the desk. The crypto module is WebAssembly, hence 'wasm-unsafe-eval' and nothing wider;
 * no code or style stands inline and nothing comes from anybody else (ASVS 5.0 V3, OWASP secure headers).
 */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

export function sendSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => { reply.headers(SECURITY_HEADERS); });
}
