import { describe, expect, it } from 'vitest';
import { readChannel, readCount, readPeriod } from './volume-values.js';

const sure = <Value>(value: Value) => ({ value, isGuess: false });
const guessed = <Value>(value: Value) => ({ value, isGuess: true });

describe('A cell of a volumes file', () => {
  it.each([
    ['2012', sure('2012')],
    ['2012-q4', sure('2012-Q4')],
    ['2012-11', sure('2012-11')],
    ['Năm 2012', sure('2012')],
    ['Quý IV/2012', sure('2012-Q4')],
    ['quý 4 năm 2012', sure('2012-Q4')],
    ['Q1/2012', sure('2012-Q1')],
    ['2012 Quý III', sure('2012-Q3')],
    ['Tháng 9/2012', sure('2012-09')],
    ['T11 2012', sure('2012-11')],
    ['11/2012', guessed('2012-11')],
    ['2012/1', guessed('2012-01')],
    ['2012-11-01', guessed('2012-11')],
    ['01/11/2012', guessed('2012-11')],
    ['02/11/2012', null],
    ['6 tháng đầu năm 2012', null],
    ['Quý V/2012', null],
    ['13/2012', null],
    ['2012-13', null],
    ['0999', null],
    ['', null],
  ])('names a period: %s', (text, period) => expect(readPeriod(text)).toEqual(period));

  it.each([
    ['0', sure(0)],
    ['0012', sure(12)],
    ['1.234', guessed(1234)],
    ['1 234', guessed(1234)],
    ['1,234,567', guessed(1_234_567)],
    ['12.0', guessed(12)],
    ['1.234,567', null],
    ['12.5', null],
    ['1.23', null],
    ['-1', null],
    ['1e3', null],
    ['12 hồ sơ', null],
    ['', null],
  ])('counts dossiers: %s', (text, count) => expect(readCount(text)).toEqual(count));

  it.each([
    ['online', 'online'],
    ['Trực tuyến', 'online'],
    ['TRỰC TIẾP', 'in_person'],
    ['In-person', 'in_person'],
    ['in_person', 'in_person'],
    ['Bưu chính', 'post'],
    ['qua bưu điện', 'post'],
    ['fax', null],
    ['', null],
  ])('names a channel: %s', (text, channel) => expect(readChannel(text)).toBe(channel));
});
