import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import qrcode from 'qrcode';
import { paper } from './paper.js';

const side = 480;

/** A film of a paper with a code, for the made-up camera of Chromium (YUV4MPEG2, one picture that stands still). */
export function filmOf(text: string): string {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const dot = Math.floor((side * 0.7) / size);
  const edge = Math.floor((side - dot * size) / 2);
  const light = Buffer.alloc(side * side, 214);
  for (let y = 0; y < size * dot; y++) {
    for (let x = 0; x < size * dot; x++) {
      if (data[Math.floor(y / dot) * size + Math.floor(x / dot)] !== 0)
        light[(y + edge) * side + x + edge] = 40;
    }
  }
  const colours = Buffer.alloc((side * side) / 2, 128);
  const picture = Buffer.concat([Buffer.from('FRAME\n'), light, colours]);
  const head = Buffer.from(`YUV4MPEG2 W${side} H${side} F10:1 Ip A1:1 C420\n`);
  const file = join(mkdtempSync(join(tmpdir(), 'samenmunt-film-')), 'paper.y4m');
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: 10 }, () => picture)]));
  return file;
}

/** The flags with which Chromium takes the film for its camera, and asks nobody. */
export function cameraFlags(film: string): string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
}

/**
 * A table full of papers, as somebody would photograph it by hand: each paper turned another way, lit from one side.
 * @param browser that draws it
 * @returns JPEG, as a telephone makes it
 */
export async function tableOf(browser: Browser, texts: readonly string[]): Promise<Buffer> {
  const papers = (await Promise.all(texts.map(paper))).map(
    (png) => `data:image/png;base64,${png.toString('base64')}`,
  );
  const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
  try {
    const shown = papers.map((paper, i) => {
      const [x, y, turn] = [40 + (i % 4) * 390, 30 + Math.floor(i / 4) * 390, ((i * 67) % 91) - 45];
      return `<img src="${paper}" style="position:absolute;left:${x}px;top:${y}px;width:270px;transform:rotate(${turn}deg) skew(${(i % 3) - 1}deg)">`;
    });
    const lamp =
      'position:absolute;inset:0;background:linear-gradient(100deg,#fff0,#0008),radial-gradient(circle at 20% 30%,#ffe9,#fff0 40%)';
    await page.setContent(
      `<body style="margin:0;background:#8a6a4a">${shown.join('')}<div style="${lamp}"></div></body>`,
    );
    return await page.screenshot({ type: 'jpeg', quality: 90 });
  } finally {
    await page.close();
  }
}
