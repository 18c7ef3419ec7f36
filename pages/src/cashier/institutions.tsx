import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { messageOf, type Node } from './his.js';
import { isPharmacy } from './sale.js';
import { useTools } from './use-sale.js';

/** Names of institutions by their codes, as the centre knows them (1201); empty until it has said them. */
export function useInstitutionNames(codes: readonly string[], reachable: boolean): Readonly<Record<string, string>> {
  const tools = useTools({ institution: '', division: null, operator: '' });
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    if (!reachable) return;
    for (const code of codes.filter((one) => !(one in names))) {
      const input = { medinsinfo: { fixmedins_type: isPharmacy(code) ? '2' : '1', fixmedins_code: code } };
      const message = messageOf({ institution: code, division: null, operator: '' }, '1201', input);
      void tools.send<{ medinsinfo: readonly Node[] }>(message).then((said) => {
        const name = said.outcome === 'good' ? said.output.medinsinfo[0]?.['fixmedins_name'] : null;
        if (name) setNames((known) => ({ ...known, [code]: name }));
      });
    }
  }, [codes.join(), reachable]);
  return names;
}

interface WhereProps {
  readonly codes: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly institution: string;
  readonly operator: string;
  /** Whether the operator has taken the desk; then only a hand-over changes who it is. */
  readonly isOnDuty: boolean;
  readonly onInstitution: (code: string) => void;
  readonly onOperator: (operator: string) => void;
}

/** For which institution the counter works now, and who sits at it. */
export function Where({ codes, names, institution, operator, isOnDuty, onInstitution, onOperator }: WhereProps) {
  const { where: texts } = useTexts().cashier;
  return (
    <div class="where">
      <div class="field">
        <label for="institution">{texts.institution}</label>
        <select id="institution" value={institution} onChange={(event) => onInstitution(event.currentTarget.value)}>
          {codes.map((code) => (
            <option key={code} value={code}>
              {names[code] ?? code}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="operator">{texts.operator}</label>
        <input
          id="operator"
          type="text"
          autoComplete="off"
          maxLength={30}
          readOnly={isOnDuty}
          value={operator}
          onInput={(event) => onOperator(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}
