/** Result of a delivery to a host. */
export interface Delivered {
  /** ID of the image on the host. */
  imageId: string;
  /** Bytes that this machine sent, without SSH's overhead. */
  sentBytes: number;
  layersSent: number;
  layersPresent: number;
}
