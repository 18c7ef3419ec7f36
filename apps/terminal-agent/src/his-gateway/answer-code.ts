/** Whether an answer of the centre is a good one. It is looked at, not parsed: it goes to HIS to the letter. */
export const isGood = (text: string): boolean => /^\s*\{\s*"infcode"\s*:\s*"?0\b/.test(text);

/** The code in brackets of an answer that is not good; undefined where it has none. */
export const refusalCodeIn = (text: string): string | undefined => /"err_msg"\s*:\s*"\[([A-Z0-9-]+)\]/.exec(text)?.[1];
