import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, SignedIn } from '@genmaele/access';
import { type Response } from 'express';
import { IdParameter } from '../house/request-shape.js';
import { ExportDesk } from './export-desk.js';

/** What is taken out of the system as files. */
@ApiTags('exports')
@Controller()
export class ExportsController {
  constructor(@Inject(ExportDesk) private readonly desk: ExportDesk) {}

  /** The case as one zip file that can be checked without the system (`genmaele audit verify --bundle`). */
  @Get('cases/:id/export.zip')
  @Allow('case.export')
  async ofCase(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Res() response: Response) {
    const { fileName, bytes } = await this.desk.ofCase(request, id);
    response.attachment(fileName).type('application/zip').send(bytes);
  }

  /** All that is held on a person (GDPR article 15), for an administrator who was asked for it. */
  @Get('people/:id/export.zip')
  @Allow('person.manage')
  async ofPerson(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Res() response: Response) {
    response
      .attachment('oplysninger.zip')
      .type('application/zip')
      .send(await this.desk.ofPerson(request, id));
  }

  /** All that is held on oneself. */
  @Get('konto/oplysninger.zip')
  @SignedIn()
  async ofOneself(@Req() request: ActingRequest, @Res() response: Response) {
    response
      .attachment('oplysninger.zip')
      .type('application/zip')
      .send(await this.desk.ofPerson(request, actorOf(request).id));
  }
}
