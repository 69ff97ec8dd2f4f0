import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { checkedInput, isInputClass } from './checked-input.js';
import { inputOf } from './request-input.interceptor.js';

/** Hands a route its inputs as their classes have them; `RequestInputInterceptor` checked them before. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(sent: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isInputClass(metatype)) return sent;
    // A request without a body sent nothing by which its input could be found again.
    if (type === 'body' && sent === undefined) return checkedInput(sent, 'body', metatype);
    return inputOf(sent) ?? sent;
  }
}
