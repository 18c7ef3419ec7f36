import {
  asksForCard,
  nodeOf,
  Refused,
  saysNothing,
  type CardOnReader,
  type WireObject,
  type WireValue,
} from '@medisettle/national';

/**
 * Puts the card that lies on the counter's reader into the nodes that ask for one: credential 03 without a number.
 * What HIS wrote itself is never overwritten, save the card identification code, which belongs to the number.
 * @throws Refused with the counter's reason when the message asks for a card and none could be read
 */
export function fillCredential(input: WireObject, onReader: CardOnReader | undefined): WireObject {
  if (onReader === undefined) return input;
  return Object.fromEntries(Object.entries(input).map(([name, node]) => [name, filled(node, onReader)]));
}

function filled(node: WireValue, onReader: CardOnReader): WireValue {
  const fields = nodeOf(node);
  if (!fields || !asksForCard(node)) return node;
  if ('missing' in onReader) throw new Refused(onReader.missing);
  const { card } = onReader;
  const put = (field: string, value: string): WireObject =>
    saysNothing(fields[field]) && value !== '' ? { [field]: value } : {};
  return {
    ...fields,
    mdtrt_cert_no: card.cardNumber,
    card_sn: card.cardIdentifier,
    ...put('certno', card.citizenNumber),
    ...put('psn_name', card.name),
  };
}
