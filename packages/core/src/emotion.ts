/** The seven expressions in FER2013's label order: the index of a name is its label in the data and its row in the output. */
export const EMOTIONS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;

/** One of the seven expressions. */
export type Emotion = (typeof EMOTIONS)[number];

/** The label of an image that has none (FER2013's `test.csv`). */
export const UNLABELLED = 255;
