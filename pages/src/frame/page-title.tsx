interface PageTitleProps {
  readonly title: string;
  readonly lead: string;
}

/** What a page is called, and what one does on it. */
export const PageTitle = ({ title, lead }: PageTitleProps) => (
  <div>
    <h1>{title}</h1>
    <p class="soft">{lead}</p>
  </div>
);
