import { type ReactNode, useEffect, useRef, useState } from 'react';

interface MarkedPictureProps {
  readonly source: Blob | MediaStream;
  /** SVG in pixels of the picture, drawn over it. */
  readonly children: ReactNode;
}

/** A photo, or what a camera sees. */
export function MarkedPicture({ source, children }: MarkedPictureProps) {
  const [size, setSize] = useState({ width: 1, height: 1 });
  return (
    <figure>
      {source instanceof Blob ? (
        <Photo file={source} onSize={setSize} />
      ) : (
        <Camera stream={source} onSize={setSize} />
      )}
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label="Faces">
        {children}
      </svg>
    </figure>
  );
}

type OnSize = (size: { width: number; height: number }) => void;

function Photo({ file, onSize }: { readonly file: Blob; readonly onSize: OnSize }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const created = URL.createObjectURL(file);
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [file]);
  return (
    <img
      src={url}
      alt="What was chosen"
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
        onSize({ width, height })
      }
    />
  );
}

function Camera({ stream, onSize }: { readonly stream: MediaStream; readonly onSize: OnSize }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    video.current!.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      onResize={({ currentTarget: { videoWidth: width, videoHeight: height } }) => onSize({ width, height })}
    />
  );
}
