/** Lines break after a comma, a colon or the dot of a name first: Chinese would break anywhere. */
export function Phrases({ words }: { readonly words: string }) {
  return words.split(/(?<=[，：·•]|[,:] )/).map((phrase, index) => (
    <span key={index} className="phrase">
      {phrase}
    </span>
  ));
}
