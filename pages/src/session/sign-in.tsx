import { useEffect, useRef, useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { useSession, type SignedIn } from './session.js';
import './sign-in.css';

interface SignInProps {
  readonly site: 'centre' | 'counter';
  /** Whether nobody has answered when the key that the tab has kept was tried. */
  readonly isAway: boolean;
}

/** Asks for the key, once in a tab. */
export function SignIn({ site, isAway }: SignInProps) {
  const { sites, ...common } = useTexts().signIn;
  const texts = { ...common, ...sites[site] };
  const { signIn, ended } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [entering, setEntering] = useState(false);
  const [entered, setEntered] = useState<Exclude<SignedIn, 'signed-in'> | 'missing'>();
  const failed = entered ?? (isAway ? 'unreachable' : undefined);

  useEffect(() => field.current?.focus(), []);

  const enter = async (): Promise<void> => {
    const key = field.current?.value.trim() ?? '';
    if (key === '') {
      setEntered('missing');
      field.current?.focus();
      return;
    }
    setEntering(true);
    const outcome = await signIn(key);
    // On success this panel is gone, and with it the field that the key was typed into.
    if (outcome === 'signed-in') return;
    setEntering(false);
    setEntered(outcome);
    field.current?.select();
  };
  const sentence = { 'wrong-key': texts.wrongKey, unreachable: texts.unreachable, missing: texts.missing };
  const problem = failed ? sentence[failed] : undefined;

  const marks = {
    id: 'key',
    ref: field,
    autoComplete: 'off',
    spellcheck: false,
    'aria-invalid': problem === undefined ? undefined : true,
    'aria-describedby': 'key-problem',
  };

  return (
    <section class="sign-in card" aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">{texts.title}</h1>
      {ended && !failed ? <p class="notice">{texts.ended}</p> : <p class="soft">{texts.lead}</p>}
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!entering) void enter();
        }}
      >
        <div class="field">
          <label for="key">{texts.key}</label>
          <div class="key-row">
            {shown ? <input {...marks} type="text" /> : <input {...marks} type="password" />}
            <button type="button" class="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? texts.hide : texts.show}
            </button>
          </div>
          <span id="key-problem" role="alert" class={problem ? 'error' : ''}>
            {problem}
          </span>
        </div>
        <button type="submit" class="button first" aria-disabled={entering}>
          {entering ? texts.entering : texts.enter}
        </button>
      </form>
      <div class="hint">
        <p>{texts.where}</p>
        <p>{texts.kept}</p>
      </div>
    </section>
  );
}
