import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Views } from '../views.service.js';

@Controller()
@Access('catalogue.read')
export class HomeController {
  constructor(private readonly views: Views) {}

  @Get()
  home(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.views.page(request, reply, 'home', { title: this.views.text(request, 'home:title') });
  }
}
