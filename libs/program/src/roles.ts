import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { httpRefusal } from './http-refusal.js';
import { type Role } from './keys.js';

const Roles = Reflector.createDecorator<readonly Role[]>();

/**
 * Says whose key opens a route or all routes of a controller; without it every key of the door's keyring does. The
 * nearest one counts.
 */
export const For = (...roles: readonly Role[]): MethodDecorator & ClassDecorator => Roles(roles);

/** Holds {@link For}: a good key of the wrong role is answered 403. Calls that are not HTTP have their own guards. */
@Injectable()
export class RoleGuard implements CanActivate {
  private readonly reflector = new Reflector();

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const roles = this.reflector.getAllAndOverride(Roles, [context.getHandler(), context.getClass()]);
    if (roles === undefined) return true;
    const { role } = context.switchToHttp().getRequest<FastifyRequest>();
    if (role === undefined || !roles.includes(role)) throw httpRefusal('DOOR-KEY', {}, 403);
    return true;
  }
}
