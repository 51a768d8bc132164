import model = require('@fer/model');

export const recognizer: Promise<model.Recognizer> = model.createRecognizer();
