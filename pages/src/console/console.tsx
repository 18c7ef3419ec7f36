import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import './console.css';

const isKnown = <States extends object>(states: States, state: string): state is keyof States & string =>
  Object.hasOwn(states, state);

/** Where an operator begins: how the centre is, and the way to what there is. */
export function Console() {
  const { console: texts, frame } = useTexts();
  const { place } = useSession();
  const centre = place && 'centre' in place ? place : undefined;
  const state = centre?.state ?? '';
  return (
    <div class="stack">
      <section class="console-head" aria-labelledby="console-title">
        <h1 id="console-title">{centre?.centre}</h1>
        <dl>
          <div>
            <dt>{texts.division}</dt>
            <dd class="figure">{centre?.division}</dd>
          </div>
          <div>
            <dt>{texts.state}</dt>
            <dd>
              <span class={state === 'up' ? 'badge good' : 'badge caution'}>
                {isKnown(texts.states, state) ? texts.states[state] : state}
              </span>
            </dd>
          </div>
        </dl>
      </section>
      <p class="soft">{texts.lead}</p>
      <ul class="ways">
        <li>
          <a class="way card" href="/simulator">
            <strong>{frame.pages.simulator}</strong>
            <span>{texts.simulator}</span>
          </a>
        </li>
        <li>
          <a class="way card" href="/docs">
            <strong>{frame.documents}</strong>
            <span>{texts.documents}</span>
          </a>
        </li>
      </ul>
    </div>
  );
}
