import { useState } from 'react';
import { Face } from './face.tsx';
import { MarkedPicture } from './marked-picture.tsx';
import { useFer } from './use-fer.ts';

/** Shows a photo or the camera, and names the faces in it. */
export function App() {
  const [source, setSource] = useState<Blob | MediaStream | null>(null);
  const [cameraError, setCameraError] = useState<Error>();
  const { isReady, faces, error = cameraError } = useFer(source);

  const show = (next: Blob | MediaStream | null) => {
    if (source instanceof MediaStream) for (const track of source.getTracks()) track.stop();
    setCameraError(undefined);
    setSource(next);
  };
  const startCamera = () =>
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' } }).then(show, setCameraError);

  return (
    <>
      <nav>
        <label>
          Photo{' '}
          <input type="file" accept="image/*" onChange={(event) => show(event.target.files![0] ?? null)} />
        </label>
        {source instanceof MediaStream ? (
          <button type="button" onClick={() => show(null)}>
            Stop the camera
          </button>
        ) : (
          <button type="button" onClick={startCamera}>
            Use the camera
          </button>
        )}
        <span>{isReady ? `${faces.length} faces` : 'starting …'}</span>
      </nav>
      {error && <p role="alert">{error.message}</p>}
      {source && (
        <MarkedPicture source={source}>
          {faces.map((face, index) => (
            <Face key={face.id ?? index} {...face} />
          ))}
        </MarkedPicture>
      )}
    </>
  );
}
