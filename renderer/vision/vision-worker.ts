import type { CodeReader } from './code-reader.ts';
import { FrameAnalysis } from './frame-analysis.ts';
import { HumanAnalyser } from './human-analyser.ts';
import { drawSmall, encodeJpeg } from './jpeg.ts';
import type { FrameToAnalyse, FromWorker, StartAnalysis } from './messages.ts';
import { warmUp } from './warm-up.ts';

let analysis: FrameAnalysis | null = null;
let codes: CodeReader | null = null;

const tell = (message: FromWorker): void => postMessage(message);
const fail = (error: unknown): void => tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });

async function start({ backend, liveness, codes: wanted, ...files }: StartAnalysis): Promise<void> {
  const human = await HumanAnalyser.start(backend, files, liveness !== null);
  const warmUpMs = await warmUp(human);
  analysis = new FrameAnalysis(human, liveness?.calibration ?? null);
  // A chunk of its own, and a megabyte of wasm: loaded only where codes are wanted.
  if (wanted !== null) codes = await (await import('./code-reader.ts')).CodeReader.start(wanted.wasmUrl);
  tell({ kind: 'ready', warmUpMs });
}

async function take(message: FrameToAnalyse<VideoFrame>): Promise<void> {
  if (!analysis) throw new Error('a frame came before the start');
  const { observation, isBest, picture } = await analysis.analyse(message);
  // The browser hands a JPEG over in several small steps. Beside the next analysis each of them would wait for the end of a whole frame.
  const jpeg = isBest ? await encodeJpeg(drawSmall(picture)) : null;
  tell({ kind: 'observed', observation: { ...observation, face: observation.face && { ...observation.face, jpeg } } });
  for (const text of (await codes?.read(picture)) ?? []) tell({ kind: 'code', text });
  tell({ kind: 'free' });
}

addEventListener('message', ({ data }: MessageEvent<StartAnalysis | FrameToAnalyse<VideoFrame>>) => {
  (data.kind === 'start' ? start(data) : take(data)).catch(fail);
});
// Human.detect() runs inside a promise's executor: what it throws surfaces only here.
addEventListener('unhandledrejection', ({ reason }) => fail(reason));
