/** How an image got to a host. */
export interface Delivered {
  /** ID of the image there. */
  imageId: string;
  /** Bytes that this machine sent, without what SSH adds. */
  sentBytes: number;
  layersSent: number;
  layersPresent: number;
}
