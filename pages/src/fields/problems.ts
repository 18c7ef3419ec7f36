import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What is wrong in a form: path of the field → sentence in the reader's language. */
export type Problems = Readonly<Record<string, string>>;

const InForm = createContext<Problems>({});

export const WithProblems = InForm.Provider;

/** How a field is named in the document, and what is wrong with it. */
export interface FieldMarks {
  readonly id: string;
  readonly problem: string | undefined;
  /** Ids of what describes the field; undefined when nothing does. */
  readonly describedBy: string | undefined;
}

/** @param path of the field in the question: `person.birthDate`, `lines[2].amount` */
export function useMarks(path: string, hasHint: boolean): FieldMarks {
  const problem = useContext(InForm)[path];
  const id = idOf(path);
  const described = [...(problem === undefined ? [] : [`${id}-problem`]), ...(hasHint ? [`${id}-hint`] : [])];
  return { id, problem, describedBy: described.join(' ') || undefined };
}

/** The document's id of a field. */
export const idOf = (path: string): string => `field-${path.replaceAll(/[^\w]+/g, '-')}`;
