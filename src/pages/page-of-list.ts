/** The page that shows the list at an address of the API, so that each number on a page opens what it counted. */
export function pageOfList(list: string): string {
  return list.replace(/^\/api\/v1\/(services|reports\/\w+)(?=\?|$)/, '/$1');
}

/** The list of all that a count of the services, or procedures, from a level on is a share of. */
export function withoutLevel(list: string): string {
  return list.replace(/(?<=[?&])minLevel=\d&?/, '').replace(/[?&]$/, '');
}
