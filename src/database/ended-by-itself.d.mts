export const ENDED_BY_ITSELF: string;
