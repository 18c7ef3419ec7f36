import { type ComponentChildren } from 'preact';

interface FindFormProps {
  readonly button: string;
  readonly onFind: () => void;
  /** The fields that say what is looked for. */
  readonly children: ComponentChildren;
}

/** Looks for something by a few fields in a line, at the button or by the Enter key. */
export const FindForm = ({ button, onFind, children }: FindFormProps) => (
  <form
    class="card find"
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      onFind();
    }}
  >
    {children}
    <button type="submit" class="button first">
      {button}
    </button>
  </form>
);
