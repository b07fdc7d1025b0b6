/* A photo made smaller before it is sent, where the browser can; else the file as it is. */
const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
const shrinkable = ["image/jpeg", "image/png", "image/webp"];

export const smaller = async (file) => {
  if (!shrinkable.includes(file.type) || !window.createImageBitmap) return file;
  const image = await window.createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!image || Math.max(image.width, image.height) <= LONGEST_SIDE) return file;
  const scale = LONGEST_SIDE / Math.max(image.width, image.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, file.type, QUALITY));
  return blob && blob.size < file.size ? new File([blob], file.name, { type: file.type }) : file;
};
