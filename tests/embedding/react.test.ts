import { testAppPage } from './support/app-page.ts';

testAppPage('react');
