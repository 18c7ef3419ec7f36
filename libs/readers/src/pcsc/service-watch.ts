import { type ChildProcess } from 'node:child_process';
import { WatchNews } from './child-messages.js';
import { nextPause, PAUSE_MS_MIN } from './pauses.js';

/** Keeps the watching process alive: whenever it has ended it is started again, after a pause that grows up to a bound. */
export class ServiceWatch {
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = PAUSE_MS_MIN;
  private closed = false;

  /**
   * @param launch starts the process
   * @param notice gets all its news; `lost` exactly once for each process that has ended
   */
  constructor(
    private readonly launch: () => ChildProcess,
    private readonly notice: (news: WatchNews) => void,
  ) {
    this.begin();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.child?.kill('SIGKILL');
  }

  private begin(): void {
    const child = this.launch();
    this.child = child;
    let hopeless = false;
    const over = (code: number | null): void => {
      if (this.child !== child || this.closed) return;
      this.child = null;
      child.kill('SIGKILL');
      if (hopeless) return;
      this.notice({ news: 'lost', code });
      this.timer = setTimeout(() => this.begin(), this.pauseMs);
      this.pauseMs = nextPause(this.pauseMs);
    };
    child.once('error', () => over(null));
    child.once('exit', () => over(null));
    child.on('message', (message) => {
      if (this.child !== child || this.closed) return;
      const news = WatchNews.parse(message);
      if (news.news === 'lost') return over(news.code);
      if (news.news === 'module-unusable') hopeless = true;
      if (news.news === 'service-there') this.pauseMs = PAUSE_MS_MIN;
      this.notice(news);
    });
  }
}
