import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything that is counted, with its labels. Labels are codes from closed lists, never ids or names. */
const counters = {
  refusals: { help: 'Refused by a rule, by code', labels: ['code'] },
} as const;

const histograms = {
  http_request_duration_seconds: {
    help: 'Requests answered, by route and status',
    labels: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  commit_orders: {
    help: 'Orders in one commit',
    labels: [],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  },
} as const;

export type CounterName = keyof typeof counters;
export type HistogramName = keyof typeof histograms;
export type Labels = Readonly<Record<string, string | number>>;

/** What the server counts about itself, in the text form of Prometheus. One for each server. */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  private readonly registry = new Registry();
  private readonly counters = new Map<CounterName, Counter>();
  private readonly histograms = new Map<HistogramName, Histogram>();
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  constructor() {
    const registers = [this.registry];
    for (const [name, { help, labels }] of Object.entries(counters)) {
      const counter = new Counter({ name: `samenmunt_${name}_total`, help, labelNames: labels, registers });
      this.counters.set(name as CounterName, counter);
    }
    for (const [name, { help, labels, buckets }] of Object.entries(histograms)) {
      const options = {
        name: `samenmunt_${name}`,
        help,
        labelNames: labels,
        buckets: [...buckets],
        registers,
      };
      this.histograms.set(name as HistogramName, new Histogram(options));
    }
    this.watchProcess();
  }

  /** Counts something that happened. */
  count(name: CounterName, labels: Labels = {}, times = 1): void {
    this.counters.get(name)!.inc(labels, times);
  }

  /** Notes a duration (seconds) or a size. */
  observe(name: HistogramName, value: number, labels: Labels = {}): void {
    this.histograms.get(name)!.observe(labels, value);
  }

  /** Shows a figure that is read when somebody asks, such as how many orders wait. */
  gauge(name: string, help: string, read: () => number): void {
    const collect = function (this: Gauge): void {
      this.set(read());
    };
    new Gauge({ name: `samenmunt_${name}`, help, registers: [this.registry], collect });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  onApplicationShutdown(): void {
    this.delay.disable();
  }

  private watchProcess(): void {
    this.delay.enable();
    const seconds = (nanoseconds: number): number => (nanoseconds > 0 ? nanoseconds / 1e9 : 0);
    this.gauge(
      'event_loop_delay_p99_seconds',
      'Delay of the event loop since the last look, 99th percentile',
      () => {
        const value = seconds(this.delay.percentile(99));
        this.delay.reset();
        return value;
      },
    );
    this.gauge('resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
    this.gauge('heap_used_bytes', 'Memory in use by JavaScript', () => process.memoryUsage().heapUsed);
    this.gauge('cpu_seconds', 'Processor time used since the start', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    this.gauge('uptime_seconds', 'Time since the start', () => process.uptime());
  }
}
