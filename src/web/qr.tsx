import type { VNode } from 'preact';
import qrcode from 'qrcode';

/** How much of the code may be damaged: L 7 %, M 15 %, Q 25 %, H 30 %. Q for cards, which wear. */
export type QrLevel = 'L' | 'M' | 'Q' | 'H';

/** The white edge that readers need, in modules (ISO/IEC 18004). */
const quiet = 4;
const alphanumeric = /^[0-9A-Z $%*+\-./:]+$/;

/** A QR code as a drawing, always dark on white, also on a dark page; capitals make it smaller. */
export function QrCode({
  text,
  level = 'M',
  label,
}: {
  text: string;
  level?: QrLevel;
  label: string;
}): VNode {
  const { size, path } = draw(text, level);
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** The same code as a file of its own, eight units a module. */
export function qrSvg(text: string, level: QrLevel = 'M'): string {
  const { size, path } = draw(text, level);
  const side = size * 8;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${size} ${size}" ` +
    `shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
  );
}

/** One path of horizontal runs: a twentieth of the size of a square for each module. */
function draw(text: string, level: QrLevel): { size: number; path: string } {
  const made = alphanumeric.test(text)
    ? qrcode.create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: level })
    : qrcode.create(text, { errorCorrectionLevel: level });
  const { size, data } = made.modules;
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (data[y * size + x] === 0) continue;
      const start = x;
      while (x < size && data[y * size + x] !== 0) x++;
      path += `M${start + quiet} ${y + quiet}h${x - start}v1h-${x - start}z`;
    }
  }
  return { size: size + 2 * quiet, path };
}
