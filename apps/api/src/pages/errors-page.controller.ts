import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Public } from '@genmaele/access';
import { errorCodes, errorRule } from '@genmaele/contracts';
import { page } from './page-views.js';

/** The page that a problem's `type` points to: every error with its reason and remedy. */
@ApiExcludeController()
@Controller()
export class ErrorsPageController {
  @Get('docs/errors')
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  errors(@Req() request: ActingRequest) {
    const rules = errorCodes.map((code) => ({ code, anchor: code.replaceAll('.', '-'), ...errorRule(code) }));
    return page('errors', { actor: request.actor, rules });
  }
}
