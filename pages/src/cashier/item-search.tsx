import { useEffect, useRef, useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { type FoundItem, knownItems, rememberItem } from './known-items.js';
import { messageOf, type Node, type Said, type Sender } from './his.js';
import { useTools } from './use-sale.js';

const FOUND_MAX = 8;
/** Pause in typing after which the catalogue is asked, in milliseconds; the Enter key of a barcode reader does not wait. */
const PAUSE_MS = 180;
const OPTIONS = 'item-options';

type Page = { readonly data: readonly Node[] };
type Send = (infno: string, data: object) => Promise<Said<Page>>;

const itemOf = (row: Node): FoundItem => ({
  code: row['hilist_code'] ?? '',
  name: row['hilist_name'] ?? '',
  level: row['chrgitm_lv'] ?? '',
  memo: row['memo'] ?? '',
});

/** Items by code, by the institution's own code (which is what barcodes say), else by a part of the name. */
async function itemsFor(send: Send, text: string): Promise<readonly FoundItem[]> {
  const page = { page_num: 1, page_size: FOUND_MAX, vali_flag: '1' };
  const items = async (narrowed: object): Promise<readonly FoundItem[]> => {
    const said = await send('1312', { ...page, ...narrowed });
    return said.outcome === 'good' ? said.output.data.map(itemOf) : [];
  };
  if (/^[\x21-\x7e]+$/.test(text)) {
    const byCode = await items({ hilist_code: text.toUpperCase() });
    if (byCode.length > 0) return byCode;
    const matched = await send('1317', { ...page, medins_list_codg: text });
    const own = matched.outcome === 'good' ? matched.output.data[0]?.['med_list_codg'] : undefined;
    if (own) return items({ hilist_code: own });
  }
  return items({ hilist_name: text });
}

interface ItemSearchProps {
  readonly sender: Sender;
  readonly onPick: (item: FoundItem) => void;
  /** Enter without anything typed: the bill is complete. */
  readonly onDone: () => void;
}

/** Finds items by keyboard or barcode reader: type, arrow keys, Enter. */
export function ItemSearch({ sender, onPick, onDone }: ItemSearchProps) {
  const { entry: texts, levels } = useTexts().cashier;
  const tools = useTools(sender);
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ readonly of: string; readonly items: readonly FoundItem[] }>();
  const [active, setActive] = useState(0);
  const picksFirst = useRef(false);
  const wanted = text.trim();
  const levelNames: Readonly<Record<string, string>> = levels;

  const pick = (item: FoundItem): void => {
    picksFirst.current = false;
    rememberItem(sender.institution, item);
    setText('');
    setFound(undefined);
    onPick(item);
  };
  const look = async (isLeft: () => boolean): Promise<void> => {
    let isAway = false;
    const send: Send = async (infno, data) => {
      const said = await tools.send<Page>(messageOf(sender, infno, { data }));
      isAway ||= said.outcome !== 'good';
      return said;
    };
    const items = await itemsFor(send, wanted);
    // What was typed since has an answer of its own.
    if (isLeft()) return;
    setActive(0);
    // The centre has the catalogue; while it is away, what was billed before, or typed, can be put on a bill in full.
    setFound({ of: wanted, items: isAway && items.length === 0 ? knownItems(sender.institution, wanted) : items });
  };
  useEffect(() => {
    if (wanted === '') return setFound(undefined);
    let left = false;
    const timer = setTimeout(() => void look(() => left), picksFirst.current ? 0 : PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [wanted, sender.institution]);
  useEffect(() => {
    const [first] = found?.items ?? [];
    // A barcode reader presses Enter before the catalogue can answer.
    if (picksFirst.current && found?.of === wanted) {
      picksFirst.current = false;
      if (first) pick(first);
    }
  }, [found]);

  const items = found?.of === wanted ? found.items : [];
  const isOpen = wanted !== '' && items.length > 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    // A key that ends what an input method is composing is that method's.
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      const item = items[active];
      if (wanted === '') onDone();
      else if (item) pick(item);
      else picksFirst.current = true;
    } else if (event.key === 'Escape') setText('');
    else if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    }
  };
  return (
    <div class="field item-search">
      <label for="item">{texts.search}</label>
      <input
        id="item"
        type="text"
        role="combobox"
        autoComplete="off"
        spellcheck={false}
        aria-expanded={isOpen}
        aria-controls={OPTIONS}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `item-option-${active}` : undefined}
        aria-describedby="item-hint"
        value={text}
        onInput={(event) => {
          // The key was pressed for what was typed before it.
          picksFirst.current = false;
          setText(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={OPTIONS} role="listbox" aria-label={texts.found} class={isOpen ? 'options' : 'options none'}>
        {items.map((item, index) => (
          <li
            key={item.code}
            id={`item-option-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(item);
            }}
          >
            <strong>{item.name}</strong> <span class="badge">{levelNames[item.level] ?? item.level}</span>{' '}
            <code class="soft">{item.code}</code> <span class="small soft">{item.memo}</span>
          </li>
        ))}
      </ul>
      <span id="item-hint" class="hint" role="status">
        {found !== undefined && wanted !== '' && found.of === wanted && items.length === 0 ? texts.nothing : texts.hint}
      </span>
    </div>
  );
}
