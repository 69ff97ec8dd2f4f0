/**
 * The page that shows the list at an address of the API, so that each number on a page opens what it counted. The list of
 * services with their dossiers has no page: there the address of the API is opened.
 */
export function pageOfList(list: string): string {
  return list.replace(/^\/api\/v1\/(services|reports\/(?!volumes\b)\w+)(?=\?|$)/, '/$1');
}
