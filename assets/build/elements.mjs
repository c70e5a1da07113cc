// Bare HTML elements. Imported and stored text may hold any of them, so their rules are never purged.
export const ELEMENTS = [
  ..."html body main header footer nav section article aside search".split(" "),
  ..."h1 h2 h3 h4 h5 h6 p a ul ol li dl dt dd blockquote cite pre code kbd samp".split(" "),
  ..."em strong b i u s small mark abbr address q del ins sub sup time span div br hr".split(" "),
  ..."table caption thead tbody tfoot tr th td colgroup col".split(" "),
  ..."img figure figcaption picture svg path video audio source track".split(" "),
  ..."form fieldset legend label input textarea select optgroup option button output".split(" "),
  ..."progress meter dialog details summary".split(" "),
];
