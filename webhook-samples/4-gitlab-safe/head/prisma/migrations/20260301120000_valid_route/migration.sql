ALTER TABLE "Ferry" VALIDATE CONSTRAINT "Ferry_route_check";
