import qrcode from 'qrcode-generator';
import { useMemo } from 'preact/hooks';

/** Quiet zone around a code, in its modules (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code of a short text, drawn as one path. */
export function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const code = qrcode(0, 'M');
    code.addData(text);
    code.make();
    const count = code.getModuleCount();
    const numbers = Array.from({ length: count }, (_, index) => index);
    const dark = numbers.flatMap((row) =>
      numbers.filter((column) => code.isDark(row, column)).map((column) => [row, column]),
    );
    return {
      size: count + 2 * QUIET,
      path: dark.map(([row = 0, column = 0]) => `M${column + QUIET} ${row + QUIET}h1v1h-1z`).join(''),
    };
  }, [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
