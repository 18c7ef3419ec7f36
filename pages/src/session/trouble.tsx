import { type DoorAnswer, sentenceOf } from '../door/answer.js';
import { useLanguage, useTexts } from '../language/language.js';

/** Why there is no answer to show, as a sentence; nothing while all is well. */
export function Trouble({ answer }: { readonly answer: DoorAnswer<unknown> | undefined }) {
  const { unreachable } = useTexts().operator;
  const { language } = useLanguage();
  if (answer === undefined || answer.outcome === 'answered') return null;
  const sentence = answer.outcome === 'unreachable' ? unreachable : sentenceOf(answer.refusal, language);
  return (
    <p class="notice wrong" role="alert">
      {sentence}
    </p>
  );
}
