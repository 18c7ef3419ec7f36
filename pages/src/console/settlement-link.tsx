/** The number of a settlement, which leads to what the console knows of it. */
export const SettlementLink = ({ id }: { readonly id: string }) => (
  <a href={`/?settlement=${encodeURIComponent(id)}`}>
    <code class="small">{id}</code>
  </a>
);
