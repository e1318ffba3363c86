import type { Speech } from './speech.ts';

const WIDTH = 24;
/** Off a terminal, one line for each of these shares. */
const SPARSE = [0, 0.25, 0.5, 0.75, 1];

/** The part of a terminal or log file this needs. */
export interface Stream { readonly isTTY?: boolean; write(text: string): unknown }

/**
 * Shows the operator how far the clips are: one line redrawn on a terminal, a few plain lines elsewhere. Ends by itself
 * when all are ready or the engine failed. Returns how to stop earlier.
 */
export function progressBar(speech: Pick<Speech, 'progress' | 'onProgress'>, stream: Stream): () => void {
  let shown = '';
  let steps = 0;
  const stop = speech.onProgress(draw);
  draw();
  return () => { end(); };

  function draw(): void {
    const { ready, total, engine } = speech.progress();
    if (total === 0) return;
    const share = ready / total;
    const words = engine === 'failed' && share < 1 ? 'the speech engine does not start; calls use the carrier\'s voice' : `${ready} of ${total} clips ready`;
    if (stream.isTTY) redraw(`Voices [${'#'.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH, '.')}] ${words}`);
    else if (engine === 'failed' && share < 1) print(words);
    else if (share >= (SPARSE[steps] ?? Infinity)) {
      while (share >= (SPARSE[steps] ?? Infinity)) steps += 1;
      print(words);
    }
    if (share === 1) end();
  }

  function print(words: string): void {
    if (words === shown) return;
    shown = words;
    stream.write(`Voices: ${words}\n`);
  }

  function redraw(line: string): void {
    if (line === shown) return;
    stream.write(`\r\u001b[2K${line}`);
    shown = line;
  }

  function end(): void {
    stop();
    if (stream.isTTY && shown !== '') stream.write('\n');
    shown = '';
  }
}
