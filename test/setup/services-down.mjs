/** Jest's globalTeardown of the integration tests: stops what services-up.mjs started and removes its folder. */
import { rmSync } from 'node:fs';

export default async function servicesDown() {
  const services = globalThis.genmaeleServices;
  if (!services) return;
  for (const service of services.running.splice(0).reverse()) await service.stop();
  rmSync(services.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
