import { readConfig } from './config.js';
import { startServer, stopAtSignals } from './server.js';

const server = await startServer(readConfig());
stopAtSignals(server);
process.stdout.write(`Samenmunt listens at ${server.url}\n`);
