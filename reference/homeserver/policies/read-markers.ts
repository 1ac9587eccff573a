/** Receipt or marker of a request for several. */
export interface RequestedMarker {
  type: string
  event_id: string
}

/** Decisions about fully-read markers. */
export interface ReadMarkerPolicies {
  /** Returns those markers of a request for several that have an effect. */
  effective(markers: readonly RequestedMarker[]): readonly RequestedMarker[]
  /** Reports whether a fully-read marker replaces the known one, by the positions of their events. */
  moves(position: number, known: number): boolean
  /** Reports whether a receipt or marker of this type ends that the user has marked the room as unread. */
  endsMarkedUnread(type: string): boolean
  /** Reports whether a waiting /sync of the user returns when account data of this type changes. */
  wakesClients(type: string): boolean
  /** Reports whether the filter of a /sync applies to account data of this type in rooms. */
  obeysFilter(type: string): boolean
}

export const readMarkerPolicies: ReadMarkerPolicies = {
  effective: (markers) => markers,
  moves: (position, known) => position > known,
  // Clients do that themselves
  endsMarkedUnread: () => false,
  wakesClients: () => true,
  obeysFilter: () => true,
}
